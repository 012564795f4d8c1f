/** Bundled by the build; the page gets one style sheet. */
declare module '*.css';
