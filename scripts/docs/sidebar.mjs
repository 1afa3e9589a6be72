// The sidebar of the site: the parts of the contents, with the titles that the pages have.
import { titleOf } from './markdown.mjs';

/** The parts as VitePress takes them. Documents that the contents do not name follow at the end of their folder's part. */
export function sidebarOf(parts, documents) {
  const named = new Set(parts.flatMap(({ pages }) => pages.map(({ path }) => path)));
  const others = Array.from(documents.keys()).filter((path) => !named.has(path));
  return parts.map(({ title, pages, folder }, index) => {
    const more = others.filter((path) => partOf(parts, path) === (folder ?? index));
    const items = [...pages.map(({ path }) => path), ...more].map((path) => itemOf(documents, path));
    return { text: title, items };
  });
}

/** The folder of the path if a part has it, else the first part. */
function partOf(parts, path) {
  const folder = parts.find((part) => part.folder && path.startsWith(`${part.folder}/`))?.folder;
  return folder ?? 0;
}

function itemOf(documents, path) {
  const document = documents.get(path);
  if (!document) throw new Error(`There is no page ${path}, which docs/site/contents.mjs names.`);
  return { text: titleOf(document.text) ?? path, link: `/${path.replace(/\bindex$/, '')}` };
}
