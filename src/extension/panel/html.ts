import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/**
 * The panel's page. Nothing is loaded but our own bundle: no remote content, no inline script, no inline style. Images
 * are `data:` only, for drawn diagrams; `connect-src` is for the text of the diagram renderer.
 */
export function panelHtml(webview: Webview, distFolder: Uri): string {
  const asset = (name: string): string => webview.asWebviewUri(Uri.joinPath(distFolder, name)).toString();
  const nonce = randomBytes(18).toString('base64');
  const source = webview.cspSource;
  const csp = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${source} 'nonce-${nonce}'`,
    `font-src ${source}`,
    'img-src data:',
    `connect-src ${source}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<title>Tracewright</title>
<link rel="stylesheet" href="${asset('codicon.css')}">
<link rel="stylesheet" href="${asset('panel.css')}">
</head>
<body data-mermaid="${asset('mermaid.js')}">
<div id="app"></div>
<script nonce="${nonce}" src="${asset('panel.js')}"></script>
</body>
</html>`;
}
