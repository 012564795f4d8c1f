// The tables of README.md, made from package.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';

const readmeFile = join(root, 'README.md');

/**
 * @typedef {object} Contributes the part of package.json that is shown
 * @property {readonly { command: string, title: string }[]} commands
 * @property {readonly { command: string, key: string, mac?: string }[]} keybindings
 * @property {{ properties: Readonly<Record<string, Setting>> }} configuration
 *
 * @typedef {object} Setting
 * @property {unknown} default
 * @property {string} [markdownDescription]
 * @property {string} [description]
 */

/** README.md as it is. */
export function readReadme() {
  return readFileSync(readmeFile, 'utf8');
}

/** @param {string} text */
export function writeReadme(text) {
  writeFileSync(readmeFile, text);
}

/**
 * The README with its tables as package.json has them.
 * @param {string} readme
 * @param {Record<string, unknown>} manifest
 */
export function withTables(readme, manifest) {
  const { commands, keybindings, configuration } = /** @type {Contributes} */ (manifest.contributes);
  const key = (/** @type {string} */ id) => keybindings.find(({ command }) => command === id)?.key ?? '';
  const commandRows = commands.map(({ command, title }) => [title, `\`${command}\``, code(key(command))]);
  const settingRows = Object.entries(configuration.properties).map(([name, setting]) => [
    `\`${name}\``,
    code(setting.default === '' ? '' : JSON.stringify(setting.default)),
    setting.markdownDescription ?? setting.description ?? '',
  ]);
  return replaced(
    replaced(readme, 'commands', table(['command', 'id', 'key'], commandRows)),
    'settings',
    table(['setting', 'default', 'what it does'], settingRows),
  );
}

/** @param {string} text */
const code = (text) => (text === '' ? '' : `\`${text}\``);

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/**
 * @param {string} text
 * @param {string} name
 * @param {string} content
 */
function replaced(text, name, content) {
  const place = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`);
  if (!place.test(text)) throw new Error(`README.md has no place for the table of ${name}.`);
  return text.replace(place, (_, start, end) => `${start}${content}\n${end}`);
}
