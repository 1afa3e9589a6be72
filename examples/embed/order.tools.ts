import { Injectable } from '@nestjs/common';
import { Tool } from 'crowsnest';
import { z } from 'zod';

const ORDERS = new Map([
  ['A-1', { status: 'shipped', items: 3 }],
  ['A-2', { status: 'packing', items: 1 }],
]);

@Injectable()
export class OrderTools {
  @Tool({
    name: 'get_order',
    description: 'Looks up an order by its number, such as A-1.',
    input: z.object({ number: z.string() }),
    output: z.object({ status: z.string(), items: z.number() }),
    annotations: { readOnlyHint: true },
  })
  getOrder({ number }: { number: string }): object {
    const order = ORDERS.get(number);
    return order ?? { isError: true, content: [{ type: 'text', text: `There is no order ${number}` }] };
  }
}
