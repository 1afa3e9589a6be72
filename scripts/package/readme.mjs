// Makes the package's README: the repository's, without the parts about files that the package does not hold.

const IMAGE = /^!\[[^\]]*\]\((?!https?:)[^)]*\)\n+/gm;
const LINK = /\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g;
const REPOSITORY_ONLY = /<!-- repository -->.*?<!-- \/repository -->\n*/gs;

/** Removes images and the parts marked as the repository's, and turns links to its files into plain text. */
export function packageReadme(markdown) {
  return markdown.replace(REPOSITORY_ONLY, '').replace(IMAGE, '').replace(LINK, '$1');
}
