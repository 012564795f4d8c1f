/** Keys of ours in a settings file, without `tracewright.`; comments are passed over. */
export function settingKeys(text: string): readonly string[] {
  const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"(\s*:)?/g;
  return [...text.matchAll(token)].flatMap(([found, colon]) => {
    const key = colon === undefined ? undefined : /^"tracewright\.([\w.-]+)"/.exec(found)?.[1];
    return key === undefined ? [] : [key];
  });
}
