/** What an error page says. */
export interface ErrorPageContent {
  message: string;
  links: readonly [text: string, path: string][];
  /** Allows the page's own style. */
  nonce: string;
}

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 100dvh; margin: 0; padding: 1rem; box-sizing: border-box; }
  main { max-width: 30rem; overflow-wrap: anywhere; }
  h1 { font-size: 1.35rem; }
  a { display: inline-block; margin: 0 1.5rem 0.5rem 0; color: LinkText; }
`;

/** A page without scripts that says why nobody is signed in. */
export function errorPage({ message, links, nonce }: ErrorPageContent): string {
  const anchors = links.map(([text, path]) => `<a href="${escaped(path)}">${escaped(text)}</a>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not signed in – Crowsnest</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body><main><h1>You are not signed in</h1><p>${escaped(message)}</p><p>${anchors.join('')}</p></main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
