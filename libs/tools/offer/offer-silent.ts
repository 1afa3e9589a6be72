/** What answers behind the endpoint did not list its tools. */
export class OfferSilent extends Error {
  override readonly name = 'OfferSilent';
  readonly code = 'OFFER_SILENT';
}
