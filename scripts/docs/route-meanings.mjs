// What the table of docs/http.md says about each route.

const ROW = /^\| (`.+?) +\| (.+?) +\|$/gm;
const ROUTE = /`(?:((?:[A-Z]+ )*[A-Z]+) )?(\/[^`?]*)[^`]*`/g;

/** The descriptions by `METHOD /path`. A route without a method has that of the one before it in its row, or GET. */
export function routeMeanings(markdown) {
  const meanings = new Map();
  for (const [, routes, meaning] of markdown.matchAll(ROW)) {
    let methods = ['GET'];
    for (const [, given, path] of routes.matchAll(ROUTE)) {
      if (given) methods = given.split(' ');
      for (const method of methods) add(meanings, `${method} ${path.replace(/(?<=.)\/$/, '')}`, meaning);
    }
  }
  return meanings;
}

/** The table has phrases. */
function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}

// A route has a row for each way to ask it.
function add(meanings, route, meaning) {
  const before = meanings.get(route);
  meanings.set(route, before === undefined ? sentence(meaning) : `${before} ${sentence(meaning)}`);
}
