/** How curl and wget are told where to get something, and where to put it. */
import { type Options, optionsOf, those } from './options';
import type { Part } from './words';

/** curl's long options whose value is the next word; others have none, or name nothing that counts here. */
const curlValues =
  'data data-ascii data-binary data-raw data-urlencode json form form-string header request output output-dir user user-agent max-time connect-timeout cookie cookie-jar write-out retry retry-delay retry-max-time referer cert key cacert proxy preproxy resolve connect-to interface limit-rate range upload-file dump-header trace trace-ascii stderr etag-save etag-compare hsts config netrc-file'
    .split(' ')
    .map((name) => `--${name}`);

const wgetValues =
  'output-document output-file append-output directory-prefix input-file header user-agent referer timeout tries wait user password post-data post-file body-data body-file method execute'
    .split(' ')
    .map((name) => `--${name}`);

/** The arguments of curl. */
export function curlOptions(args: readonly string[]): Options {
  return optionsOf(args, 'AbcCdDeEFHKmoPQrtTuUwxXyYz', curlValues);
}

/** The arguments of wget. */
export function wgetOptions(args: readonly string[]): Options {
  return optionsOf(args, 'aABDeiIloOPQRtTUwX', wgetValues);
}

/** Whether everything that is asked is on this machine: `localhost:80@evil.com` is not. */
export function asksHereOnly(options: Options): boolean {
  const asked = [...options.operands, ...those(options, '--url').map(({ value }) => value ?? '')];
  const places = asked.filter((each) => /^[a-z][\w+.-]*:\/\/|^[\w.[\]-]+(?:[:/@]|$)/iu.test(each));
  const elsewhere = those(options, '-x', '--proxy', '--preproxy', '--resolve', '--connect-to');
  return places.length > 0 && elsewhere.length === 0 && places.every((each) => here.test(each));
}

const here = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/?#]|$)/u;

/** Files that are written, as the words name them; what holds a `$` is known only when it runs. */
export function curlWrites({ args }: Part): readonly string[] {
  const read = curlOptions(args);
  const values = (...options: readonly string[]) =>
    those(read, ...options).flatMap(({ value }) => (value === undefined || value === '-' ? [] : [value]));
  const folder = those(read, '--output-dir').findLast(({ name }) => name.length > '--output'.length)?.value;
  const urls = [...read.operands, ...values('--url')];
  const byUrl = those(read, '-O', '--remote-name', '--remote-name-all').length > 0 ? urls.map(nameIn) : [];
  // The server says the name.
  const byServer = byUrl.length > 0 && those(read, '-J', '--remote-header-name').length > 0 ? ['$name'] : [];
  const output = those(read, '-o', '--output').flatMap(({ name, value }) =>
    name.startsWith('--output-') || value === undefined || value === '-' ? [] : [value],
  );
  return [
    ...[...output, ...byUrl, ...byServer].map((each) => (folder === undefined ? each : `${folder}/${each}`)),
    ...values('-D', '--dump-header', '-c', '--cookie-jar', '--trace', '--trace-ascii', '--stderr', '--etag-save'),
    ...values('--hsts'),
  ];
}

/** The same of wget, which writes a file of the address's name unless it is told another. */
export function wgetWrites({ args }: Part): readonly string[] {
  const read = wgetOptions(args);
  const values = (...options: readonly string[]) => those(read, ...options).flatMap(({ value }) => value ?? []);
  const [folder] = values('-P', '--directory-prefix');
  const output = values('-O', '--output-document');
  const logs = values('-o', '--output-file', '-a', '--append-output');
  const byUrl = output.length > 0 ? [] : read.operands.map(nameIn);
  return [
    ...[...output, ...logs].filter((each) => each !== '-'),
    ...byUrl.map((each) => (folder === undefined ? each : `${folder}/${each}`)),
    ...(folder === undefined ? [] : [folder]),
  ];
}

/** The name behind an address's last slash. */
function nameIn(url: string): string {
  if (url.includes('$') || url.includes('`')) return '$name';
  const path = url.replace(/^[a-z][\w+.-]*:\/\//iu, '').replace(/[?#].*$/su, '');
  return path.includes('/') ? path.slice(path.lastIndexOf('/') + 1) || 'index.html' : 'index.html';
}
