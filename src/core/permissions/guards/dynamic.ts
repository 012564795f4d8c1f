import { changesNothing } from '../shell/readers';
import { operands } from '../shell/words';
import { guard } from './guard';

/** What only the running shell knows. */
export const dynamicGuards = [
  guard('dynamic-name', ({ words, program, text }) =>
    words.length > 0 && program === '' ? `Which program "${text}" runs is known only when it runs.` : undefined,
  ),
  guard('dynamic-arguments', (part) => {
    const open = part.words.slice(1).find(({ known }) => !known);
    if (open === undefined || changesNothing(part)) return undefined;
    return `What ${part.program} gets for ${open.text} is known only when it runs.`;
  }),
  guard('globs-as-options', ({ program, words }) => {
    const open = words.slice(1).find(({ glob, value }) => glob && /^[*?[]/u.test(value));
    if (
      open === undefined ||
      !/^(?:tar|rsync|zip|7z|chown|chmod|scp|git|find|cp|mv|node|python\d?|perl|ruby|bash|sh)$/u.test(program)
    )
      return undefined;
    return `A file whose name begins with a dash would be an option of ${program} where ${open.text} stands.`;
  }),
];

/** Names of variables that decide what a program runs, loads or reaches. */
const deciding =
  /^(?:PATH|HOME|IFS|ENV|SHELL|SHELLOPTS|BASHOPTS|BASH\w*|ZDOTDIR|FPATH|CDPATH|PS4|PROMPT_COMMAND|GLOBIGNORE|TMPDIR|EDITOR|VISUAL|BROWSER|LESS|LESSOPEN|LESSCLOSE|TERMCAP|TERMINFO|MAKEFILES|MAKEFLAGS|GNUMAKEFLAGS|MFLAGS|CC|CXX|CPP|LD|AR|AS|NM|RANLIB|STRIP|FC|GOFLAGS|GOPROXY|GOROOT|GOPATH|GOENV|GOTOOLCHAIN|INPUTRC|HISTFILE|HOSTALIASES|HOSTFILE|LOCALDOMAIN|RES_OPTIONS|RESOLV_\w+|NLSPATH|GCONV_PATH|DOCKER_\w+|KUBE\w+|AWS_\w+|AZURE_\w+|ARM_\w+|GOOGLE_\w+|GCLOUD\w*|CLOUDSDK_\w+|TRACEWRIGHT_\w+|KIRO_\w+|SSH_\w+|GPG\w*|GNUPG\w*|GIT_\w+|LD_\w+|DYLD_\w+|PERL\w*|RUBY\w*|GEM_\w+|BUNDLE_\w+|PYTHON(?!UNBUFFERED$|DONTWRITEBYTECODE$|HASHSEED$|IOENCODING$|UTF8$|FAULTHANDLER$)\w*|PIP_\w+|UV_\w+|POETRY_\w+|CONDA\w*|VIRTUAL_ENV|JAVA_HOME|JAVA_TOOL_OPTIONS|JDK_\w+|_JAVA_OPTIONS|CLASSPATH|MAVEN_\w+|MVN_\w+|GRADLE_\w+|NODE_(?!ENV$)\w+|NODE|NPM_\w+|npm_\w+|YARN_\w+|PNPM_\w+|COREPACK_\w+|BUN_\w+|DENO_\w+|ELECTRON_\w+|VSCODE_\w+|RUST(?:C|DOC|UP)\w*|RUSTFLAGS|CARGO(?!_TERM_COLOR$|_INCREMENTAL$)\w*|PHP\w*|LUA_\w+|PG\w+|MYSQL_\w+|REDIS\w*|MONGO\w*|OPENSSL_\w+|SSL_\w+|CURL_\w+|WGETRC|\w*_CA_\w+|\w+_(?:PATH|PRELOAD|OPTIONS|OPTS|FLAGS|COMMAND|WRAPPER|SHELL|RSH|PAGER|EDITOR|PROXY|proxy|LAUNCHER|EXEC|HOOKS?|PLUGINS?|RC)|PAGER|MANPAGER|(?:https?|ftp|all|no|HTTPS?|ALL|NO)_(?:proxy|PROXY))$/u;

const declaring =
  /^(?:export|declare|typeset|local|readonly|unset|read|mapfile|readarray|getopts|printf|let|set|setenv)$/u;

/** Variables that change what later words mean. */
export const assignmentGuards = [
  guard('assignments', ({ assignments, program, args }) => {
    const names = assignments.map(({ name }) => name);
    if (declaring.test(program) && !(program === 'printf' && args[0] !== '-v'))
      names.push(...operands(args).map((each) => each.replace(/[+[=].*$/su, '')));
    const found = names.find((name) => deciding.test(name));
    return found === undefined ? undefined : `${found} decides what programs run, load or reach.`;
  }),
  guard(
    'own-mark',
    ({ assignments, program, args }) => {
      const mark = 'TRACEWRIGHT_AGENT';
      const hit =
        assignments.some(({ name }) => name === mark) ||
        (declaring.test(program) && args.some((each) => each.startsWith(mark)));
      return hit ? `${mark} marks what an agent started, and stays.` : undefined;
    },
    { effect: 'deny', settles: false },
  ),
];
