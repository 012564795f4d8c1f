/** Markdown files are imported as text, by esbuild's loader and by the test runner's plug-in alike. */
declare module '*.md' {
  const text: string;
  export default text;
}
