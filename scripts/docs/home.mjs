// The first page of the site, made from the beginning of the README.

const TITLE = /^# (.+)$/m;
const TAGLINE = /^_(.+)_$/m;
const FEATURE = /^- \*\*(.+?)\.\*\* (.+(?:\n {2}.+)*)$/gm;
const PICTURE = /^!\[([^\]]*)\]\((?:docs\/)?([^)]+)\)$/m;

/** The home page: name, line, picture and strengths as the README has them. */
export function homePage(readme) {
  const [introduction] = readme.split(/^## /m);
  const features = Array.from(introduction.matchAll(FEATURE), ([, title, details]) => ({
    title,
    details: plainText(details),
  }));
  const page = {
    layout: 'home',
    hero: {
      name: TITLE.exec(introduction)?.[1],
      tagline: TAGLINE.exec(introduction)?.[1],
      actions: [
        { theme: 'brand', text: 'Start', link: '/start' },
        { theme: 'alt', text: 'Connect an agent', link: '/connect' },
        { theme: 'alt', text: 'Embed it', link: '/embed' },
      ],
    },
    features,
  };
  const [, description, file] = PICTURE.exec(introduction) ?? [];
  // Front matter is YAML, and JSON is YAML.
  return `---\n${JSON.stringify(page, undefined, 2)}\n---\n\n![${description}](./${file})\n`;
}

function plainText(markdown) {
  return markdown
    .replace(/\s*\n\s*/g, ' ')
    .replace(/`([^`]*)`/g, '<code>$1</code>')
    .replace(/\*\*|_(?=\w)/g, '');
}
