// Rules of oxlint for what runs with every call: docs/decisions/02-observed-at-the-transport.md.

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression']);
/** What TypeScript adds around an expression, and removes again. */
const TYPES = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);
const MESSAGE =
  'V8 keeps a function that is written where it is assigned to a property until a full garbage collection, with all ' +
  'that it refers to. Put it into a variable or an object literal first.';

/** Forbids `x.y = () => …`, also with `??=`, `async` and `function`. */
const noAssignedFunction = {
  create: (context) => ({
    AssignmentExpression({ left, right }) {
      if (left.type === 'MemberExpression' && FUNCTIONS.has(withoutTypes(right).type))
        context.report({ node: right, message: MESSAGE });
    },
  }),
};

function withoutTypes(node) {
  return TYPES.has(node.type) ? withoutTypes(node.expression) : node;
}

export default { meta: { name: 'call-path' }, rules: { 'no-assigned-function': noAssignedFunction } };
