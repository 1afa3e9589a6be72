// The reference of the error codes, from the places in the sources where they are given.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../tasks/project.mjs';
import { tableOf } from '../markdown.mjs';

const CODE = /^[A-Z]{2,}(?:_[A-Z]+)*$/;
/** What gives a code to an answer over HTTP, with the status that it means unless the call says it. */
const ANSWERS = {
  EdgeError: undefined,
  tooMany: 429,
  badRequest: 400,
  notFound: 404,
  parsed: 400,
  ConflictException: 409,
  NotFoundException: 404,
  BadRequestException: 400,
};
/** Answers whose code, status and message are in different places. */
const COMPOSED = [
  { code: 'INTERNAL', status: 500, message: 'Internal Server Error. The log of the server has the cause.' },
  {
    code: 'NOT_KEPT',
    status: 404,
    message: 'The counters of that moment are not kept. `kept` is the first moment that is.',
  },
  ...[429, 503].flatMap((status) => [
    { code: 'TOO_MANY_STREAMS', status, message: '… has … streams open, its maximum.' },
    { code: 'TOO_MANY_LISTENS', status, message: '… has … subscriptions open, its maximum.' },
  ]),
];
/** What gives a code to a fault of the log. */
const LOG_FAULT = 'LogError';

/** The page with all codes of errors. */
export function errorsPage() {
  const errors = [...COMPOSED, ...sources().flatMap((file) => errorsIn(parsed(file)))];
  const answers = errors.filter(({ status }) => status !== undefined);
  const faults = errors.filter(({ status }) => status === undefined);
  return [
    '# Errors',
    'Programs can rely on the codes. The messages name what is wrong and may change; `…` stands for what differs.',
    '## Answers',
    'The body of an error is `{ "error": CODE, "message": … }`. On `/mcp` it is a JSON-RPC error with the same message.',
    tableOf(['Code', 'Status', 'Message'], rowsOf(answers)),
    '## Faults of the log',
    'A server that cannot open its log ends with one of these, and the commands of `crowsnest log` do.',
    tableOf(
      ['Code', 'Message'],
      rowsOf(faults).map(([code, , message]) => [code, message]),
    ),
  ].join('\n\n');
}

function sources() {
  const files = readdirSync(join(ROOT, 'libs'), { recursive: true });
  return files
    .filter((file) => /(?<!\.(?:spec|fixture|d))\.ts$/.test(file))
    .map((file) => join('libs', file));
}

function parsed(file) {
  return ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

/** One row for each code, with all its messages. */
function rowsOf(errors) {
  const byCode = Map.groupBy(errors, ({ code }) => code);
  const rows = Array.from(byCode, ([code, places]) => {
    const messages = new Set(places.map(({ message }) => message).filter(Boolean));
    const statuses = new Set(places.map(({ status }) => String(status)));
    return [
      `\`${code}\``,
      [...statuses].toSorted((a, b) => a.localeCompare(b)).join(', '),
      [...messages].join('<br>'),
    ];
  });
  return rows.toSorted(([a], [b]) => a.localeCompare(b));
}

function errorsIn(source) {
  const found = [];
  const visit = (node) => {
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) found.push(...errorOf(node));
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'params') found.push(...faultOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The error that a call makes; empty for other calls. */
function errorOf(node) {
  const name = node.expression.getText();
  const args = Array.from(node.arguments ?? []);
  // An exception of Nest has its code in its body, which a function makes.
  const [first] = args;
  const parts = name in ANSWERS && first && ts.isCallExpression(first) ? Array.from(first.arguments) : args;
  const at = parts.findIndex((arg) => ts.isStringLiteral(arg) && CODE.test(arg.text));
  if (at === -1 || !(name in ANSWERS || name === LOG_FAULT)) return [];
  const given = parts.find((arg) => ts.isNumericLiteral(arg));
  const status = name === LOG_FAULT ? undefined : (ANSWERS[name] ?? Number(given?.text ?? 400));
  return [{ code: parts[at].text, status, message: messageOf(parts[at + 1]) }];
}

/** The error of a parameter, which its schema declares beside the message. */
function faultOf({ initializer, parent }) {
  const valueOf = (node, name) =>
    node.properties.find((one) => ts.isPropertyAssignment(one) && one.name.getText() === name)?.initializer;
  const code = ts.isObjectLiteralExpression(initializer) ? valueOf(initializer, 'code') : undefined;
  if (!code || !ts.isStringLiteral(code)) return [];
  return [{ code: code.text, status: 400, message: messageOf(valueOf(parent, 'error')) }];
}

/** The text of an expression, with `…` for what is known only when it runs. */
function messageOf(node) {
  if (node === undefined) return '';
  if (ts.isStringLiteralLike(node)) return escaped(node.text);
  if (ts.isTemplateExpression(node))
    return escaped([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
  if (ts.isBinaryExpression(node)) return messageOf(node.left) + messageOf(node.right);
  if (ts.isIdentifier(node)) return messageOf(initializerOf(node));
  return '…';
}

/** What a name of the function around it was declared as. */
function initializerOf(name) {
  for (let scope = name.parent; scope; scope = scope.parent) {
    const statements = ts.isBlock(scope) ? scope.statements : [];
    const declarations = statements
      .filter(ts.isVariableStatement)
      .flatMap((one) => [...one.declarationList.declarations]);
    const declared = declarations.find((one) => one.name.getText() === name.text);
    if (declared) return declared.initializer;
  }
  return undefined;
}

function escaped(text) {
  return text.replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
}
