/** The versions that the package is tested with. The README and scripts/package/manifest.mjs follow them. */
export const NODE_OLDEST = '24.21.0';
export const NODE_NEWEST = '26.10.0';
/** Not supported: its refusal is proven. */
export const NODE_TOO_OLD = '22.20.0';

export const NEST_NEWEST = '12.5.1';
/** The other versions, each with the `@nestjs/testing` that it is tested with. */
export const NEST_OLDER = [
  { nest: '12.0.1', testing: '12.0.1' },
  { nest: '11.1.6', testing: '11.1.6' },
  { nest: '11.2.10', testing: '11.2.6' },
];
/** Not supported: its refusal is proven. */
export const NEST_TOO_OLD = '10.4.20';

/** What `nest new` installs. */
export const TYPESCRIPT_OF_NEST = '6.0.3';
export const TYPESCRIPTS = ['5.9.3', TYPESCRIPT_OF_NEST, '7.0.2'];

/** Installs ignore newer versions, so that a new release does not change what is tested. */
export const INSTALLED_AS_OF = '2026-11-20';
