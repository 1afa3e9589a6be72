import angular from 'angular-eslint';
import tseslint from 'typescript-eslint';

// The console only: templates and Angular's own rules. All other code is oxlint's.
export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.angular'] },
  {
    files: ['apps/console/**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic, ...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': [
        'error',
        [
          { type: 'element', prefix: 'app', style: 'kebab-case' },
          // For elements that only a table may have.
          { type: 'attribute', prefix: 'app', style: 'camelCase' },
        ],
      ],
      '@angular-eslint/directive-selector': [
        'error',
        { type: 'attribute', prefix: 'app', style: 'camelCase' },
      ],
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/prefer-inject': 'error',
      '@angular-eslint/no-uncalled-signals': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['#*', '!#contract'],
              message: 'The console imports the contract and nothing else of the house.',
            },
            { group: ['**/libs/**', '**/apps/**'], message: 'Reach the contract through #contract.' },
          ],
        },
      ],
    },
  },
  {
    // The transport has to be able to move to a worker.
    files: ['apps/console/src/app/live/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.worker.ts'],
    rules: {
      'no-restricted-globals': ['error', 'document', 'window', 'localStorage', 'history', 'location'],
    },
  },
  {
    files: ['apps/console/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
    rules: {
      '@angular-eslint/template/prefer-control-flow': 'error',
      '@angular-eslint/template/prefer-self-closing-tags': 'error',
      '@angular-eslint/template/button-has-type': 'error',
      '@angular-eslint/template/no-inline-styles': ['error', { allowBindToStyle: true }],
      '@angular-eslint/template/no-interpolation-in-attributes': 'error',
      '@angular-eslint/template/use-track-by-function': 'error',
      '@angular-eslint/template/no-any': 'error',
    },
  },
);
