// The README of the package: the repository's, without what the package does not hold.

const IMAGE = /^!\[[^\]]*\]\((?!https?:)[^)]*\)\n+/gm;
const LINK = /\[([^\]]+)\]\((?!https?:|#)[^)]*\)/g;
const REPOSITORY_ONLY = /<!-- repository -->.*?<!-- \/repository -->\n*/gs;

/** Drops the parts marked as the repository's and its images; links to its files become plain text. */
export function packageReadme(markdown) {
  return markdown.replace(REPOSITORY_ONLY, '').replace(IMAGE, '').replace(LINK, '$1');
}
