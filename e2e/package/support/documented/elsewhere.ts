/** Commands that the suite does not run, and why. Each pattern has to fit a command, or it is not needed. */
export const RUN_ELSEWHERE: readonly (readonly [commands: RegExp, why: string])[] = [
  [/^npm run quickstart$/, 'installs and builds the repository, which runs already'],
  [/^npm run verify$/, 'runs this suite'],
  [
    /^(?:docker|cp deploy\/compose|chown 1000 deploy\/compose)/,
    'Compose needs Docker; its files are checked',
  ],
  [/^(?:kubectl|helm) /, 'needs a cluster of Kubernetes; the chart is checked'],
  [/^(?:cd \/opt|install -)/, 'changes the system of a machine; the unit is checked'],
  [/^(?:fonttools|pyftsubset) /, 'made the typeface of the console once, with programs in Python'],
];
