import { Injectable } from '@nestjs/common';
import { Tool } from 'crowsnest';
import { z } from 'zod';

/** Tracks parcels. In a real application, this would be a client of the carrier. */
export abstract class Carrier {
  abstract locate(parcel: string): Promise<string | undefined>;
}

@Injectable()
export class ParcelTools {
  constructor(private readonly carrier: Carrier) {}

  @Tool({
    name: 'track_parcel',
    description: 'Tells where a parcel is, by its number.',
    input: z.object({ parcel: z.string() }),
    output: z.object({ place: z.string() }),
    annotations: { readOnlyHint: true },
  })
  async trackParcel({ parcel }: { parcel: string }): Promise<{ place: string }> {
    const place = await this.carrier.locate(parcel);
    if (place === undefined) throw new Error(`There is no parcel ${parcel}`);
    return { place };
  }
}
