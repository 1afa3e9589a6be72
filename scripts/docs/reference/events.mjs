// The reference of the events, from the table of the contract and the comments of its types.
import ts from 'typescript';
import { tableOf } from '../markdown.mjs';
import { commentOf, sourceProgram } from './source-program.mjs';

const TABLE = 'libs/contract/events/event-table.ts';
/** A comment that only refers to the member of the same name in another type. */
const REFERENCE = /^As in `(\w+)`\.$/;

/** The page with every type of events, and what its data holds. */
export function eventsPage() {
  const program = sourceProgram([TABLE]);
  const checker = program.getTypeChecker();
  const events = declaredEvents(program, checker);
  const types = new Map(events.map(({ symbol, type }) => [symbol.name, type]));
  return [
    '# Events',
    'Every event is `{ id, type, sessionId, tenantId, timestamp, data }`. `id` is a text that grows with each event, `timestamp` is ISO ' +
      '8601 in UTC, and events of no session or tenant have an empty `sessionId` or `tenantId`. `type` is also the name of the event ' +
      'in the stream and on the event emitter. These are all types, with what `data` holds. Members with a `?` may be missing, and ' +
      'clients have to ignore types and members that they do not know.',
    ...events.map((event) => sectionOf(event, types, checker)),
  ].join('\n\n');
}

/** Each entry of the table: its name, and the type of its data. */
function declaredEvents(program, checker) {
  const source = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(TABLE));
  const found = [];
  const visit = (node) => {
    const declares =
      ts.isPropertyAssignment(node) &&
      ts.isCallExpression(node.initializer) &&
      node.initializer.typeArguments?.length === 1;
    if (declares)
      found.push({ name: node.name.text, ...declaredType(node.initializer.typeArguments[0], checker) });
    else ts.forEachChild(node, visit);
  };
  visit(source);
  if (found.length === 0) throw new Error(`No event was found in ${TABLE}: its form has changed.`);
  return found;
}

/** The type of the data, and the symbol that the table imports, which has the comment. */
function declaredType(node, checker) {
  const imported = checker.getSymbolAtLocation(node.typeName);
  return { type: checker.getTypeFromTypeNode(node), symbol: checker.getAliasedSymbol(imported) };
}

function sectionOf({ name, type, symbol }, types, checker) {
  const rows = checker.getPropertiesOfType(type).map((member) => rowOf(member, types, checker));
  const table = rows.length === 0 ? 'Its data is empty.' : tableOf(['Member', 'Type', 'Meaning'], rows);
  return [`## \`${name}\``, commentOf(symbol, checker), table].filter(Boolean).join('\n\n');
}

function rowOf(member, types, checker) {
  const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
  const text = checker.typeToString(
    type,
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias,
  );
  return [
    `\`${member.name}${isOptional ? '?' : ''}\``,
    `\`${plainType(text)}\``,
    meaningOf(member, types, checker),
  ];
}

/** The type as readers of JSON see it: ids are texts. */
function plainType(text) {
  return text
    .replace(/string & \{[^}]*\}/g, 'string')
    .replace(/^\{\}$/, 'any JSON')
    .replaceAll('"', "'");
}

function meaningOf(member, types, checker) {
  const comment = commentOf(member, checker);
  const [, other] = REFERENCE.exec(comment) ?? [];
  const meant = types.get(other)?.getProperty(member.name);
  return meant ? commentOf(meant, checker) : comment;
}
