// The union of all events, for the generator of schemas: it is computed from a table of values, which the generator cannot read.
import {
  Context,
  DefinitionType,
  LiteralType,
  ObjectProperty,
  ObjectType,
  StringType,
  UnionType,
} from 'ts-json-schema-generator';
import ts from 'typescript';

const UNION = 'CrowsnestEvent';
const TABLE = 'libs/contract/events/event-table.ts';
/** What all events have beside their type and their data. */
const TEXTS = ['id', 'sessionId', 'tenantId', 'timestamp'];

/** Reads the union from the table of events: each entry names the type of its data. */
export class EventUnion {
  #program;
  #parser;

  constructor(program, parser) {
    this.#program = program;
    this.#parser = parser;
  }

  supportsNode(node) {
    return ts.isTypeAliasDeclaration(node) && node.name.text === UNION;
  }

  createType() {
    const events = Array.from(this.#declarations(), ([type, data]) => this.#eventOf(type, data));
    return new DefinitionType(UNION, new UnionType(events));
  }

  *#declarations() {
    const table = this.#program.getSourceFiles().find(({ fileName }) => fileName.endsWith(TABLE));
    const found = [];
    const visit = (node) => {
      const call = ts.isPropertyAssignment(node) && ts.isCallExpression(node.initializer) && node.initializer;
      if (call && call.typeArguments?.length === 1) found.push([node.name.text, call.typeArguments[0]]);
      else ts.forEachChild(node, visit);
    };
    visit(table);
    yield* found;
  }

  #eventOf(type, data) {
    const members = [
      ...TEXTS.map((name) => new ObjectProperty(name, new StringType(), true)),
      new ObjectProperty('type', new LiteralType(type), true),
      new ObjectProperty('data', this.#parser.createType(data, new Context()), true),
    ];
    return new ObjectType(`event-${type}`, [], members, true);
  }
}
