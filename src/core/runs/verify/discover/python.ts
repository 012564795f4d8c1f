import type { Discoverer, Folder } from './folder';

const configured = ['pytest.ini', 'conftest.py'];
const mentioning = ['pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements.txt', 'requirements-dev.txt', 'Pipfile'];

/** pytest where it is configured or required, run by what manages the environment. */
export const python: Discoverer = async (folder) => {
  const from = await sourceOf(folder);
  return from === undefined ? [] : [{ line: `${prefix(folder)}pytest`, source: `${from}: pytest` }];
};

async function sourceOf(folder: Folder): Promise<string | undefined> {
  const own = configured.find((name) => folder.names.has(name));
  if (own !== undefined) return own;
  for (const name of mentioning) {
    if (folder.names.has(name) && /\bpytest\b/u.test((await folder.text(name)) ?? '')) return name;
  }
  return undefined;
}

function prefix(folder: Folder): string {
  if (folder.names.has('uv.lock')) return 'uv run ';
  if (folder.names.has('poetry.lock')) return 'poetry run ';
  if (folder.names.has('Pipfile')) return 'pipenv run ';
  return 'python -m ';
}
