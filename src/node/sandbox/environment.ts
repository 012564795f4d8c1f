/** What commands in a sandbox find in their environment besides their own: the way out, and where packages are kept. */

/** Variables for a sandbox whose proxy listens on this port of its loopback. `home` is the empty one. */
export function sandboxEnvironment(home: string, proxyPort: number): Readonly<Record<string, string>> {
  const proxy = `http://127.0.0.1:${proxyPort}`;
  const loopback = 'localhost,127.0.0.1,::1';
  const cache = `${home}/.cache`;
  return {
    HOME: home,
    TMPDIR: '/tmp',
    // git’s folder is read-only here.
    GIT_OPTIONAL_LOCKS: '0',
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    http_proxy: proxy,
    https_proxy: proxy,
    ALL_PROXY: proxy,
    NO_PROXY: loopback,
    no_proxy: loopback,
    // Node's own fetch looks at proxies only when told to, from Node 24 on.
    NODE_USE_ENV_PROXY: '1',
    XDG_CACHE_HOME: cache,
    XDG_CONFIG_HOME: `${home}/.config`,
    npm_config_cache: `${cache}/npm`,
    // From 11 on. As a setting of npm, which older ones read too, npm itself would warn of it with every command.
    pnpm_config_store_dir: pnpmStore(home),
    YARN_CACHE_FOLDER: `${cache}/yarn`,
    YARN_GLOBAL_FOLDER: `${cache}/yarn-berry`,
    BUN_INSTALL_CACHE_DIR: `${cache}/bun`,
    DENO_DIR: `${cache}/deno`,
    PIP_CACHE_DIR: `${cache}/pip`,
    UV_CACHE_DIR: `${cache}/uv`,
    POETRY_CACHE_DIR: `${cache}/poetry`,
    CARGO_HOME: `${cache}/cargo`,
    GOPATH: `${cache}/go`,
    GOCACHE: `${cache}/go-build`,
    GRADLE_USER_HOME: `${cache}/gradle`,
    MAVEN_OPTS: `-Dmaven.repo.local=${cache}/maven`,
    NUGET_PACKAGES: `${cache}/nuget`,
    COMPOSER_CACHE_DIR: `${cache}/composer`,
    BUNDLE_PATH: `${cache}/bundle`,
  };
}

/** Where pnpm before 11 reads what npm must not see, below the empty home, and what stands in it. */
export function pnpmConfiguration(home: string): { readonly path: string; readonly text: string } {
  return { path: `${home}/.config/pnpm/rc`, text: `store-dir=${pnpmStore(home)}\n` };
}

/** Packages of pnpm: without a place of their own they would lie in the workspace, which is another disk than home. */
function pnpmStore(home: string): string {
  return `${home}/.cache/pnpm`;
}
