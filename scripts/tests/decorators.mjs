// What the compiler of the tests calls for decorators, by its own names.
export { __decorate as decorate, __metadata as decorateMetadata, __param as decorateParam } from 'tslib';
