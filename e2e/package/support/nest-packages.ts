/** The packages of NestJS that an application needs, each with the version. */
export function nestPackages(version: string): string[] {
  return ['common', 'core', 'platform-express'].map((name) => `@nestjs/${name}@${version}`);
}
