// Turns the links of a document, which are between files of the repository, into links between pages of the site.
import { posix } from 'node:path';
import { textOutsideCode } from './markdown.mjs';

const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g;
const OUTSIDE = /^[a-z][a-z0-9+.-]*:/i;

/**
 * The text with links to pages. A link to a file that is no page becomes plain text. `pageOf` finds the page that shows
 * an anchor of a file, as a path without `.md`; `from` is the file that has the link.
 */
export function linkedText(markdown, { from, pageOf }) {
  const change = (whole, image, text, target) => {
    if (OUTSIDE.test(target) || target.startsWith('/') || image) return whole;
    const [path, anchor = ''] = target.split('#');
    const file = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path));
    const page = pageOf(file, anchor);
    if (page === undefined) return text;
    return `[${text}](/${page}.md${anchor && `#${anchor}`})`;
  };
  return textOutsideCode(markdown, (text) => text.replace(LINK, change));
}
