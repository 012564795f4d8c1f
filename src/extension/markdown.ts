/** Text of a document as Markdown that shows it as it is: no emphasis, links or HTML come out of it. */
export function plainText(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&$]/g, '\\$&');
}
