import { Inject, Injectable } from '@nestjs/common';
import { MCP_MODULE_OPTIONS, type McpModuleOptions } from '../../mcp.module-definition.ts';
import { cursorAfter, keyOfCursor } from './cursors.ts';
import { pageOf } from './page.ts';

/** Default number of entries on a page. */
const DEFAULT_PAGE_SIZE = 1_000;

/** An entry of a list. Its key is the URI, or the name. */
interface Entry {
  name: string;
  uri?: string;
}

/** Serves lists in pages. */
@Injectable()
export class PagedLists {
  readonly #size: number;

  constructor(@Inject(MCP_MODULE_OPTIONS) { pageSize = DEFAULT_PAGE_SIZE }: McpModuleOptions) {
    if (!Number.isInteger(pageSize) || pageSize < 1)
      throw new RangeError(`mcp.pageSize must be a whole number of 1 or more, and is ${pageSize}`);
    this.#size = pageSize;
  }

  /** The result of a list: the page that the cursor asks for, as this member. Throws when the cursor is not of this list. */
  pageOf<M extends string, E extends Entry>(
    list: string,
    member: M,
    all: readonly E[],
    params: object | undefined,
  ): Record<M, E[]> & { nextCursor?: string } {
    const { cursor } = (params ?? {}) as { cursor?: unknown };
    const after = cursor === undefined ? undefined : keyOfCursor(list, cursor);
    const { entries, endsAt } = pageOf(all, ({ uri, name }) => uri ?? name, this.#size, after);
    const page = { [member]: entries } as Record<M, E[]>;
    return endsAt === undefined ? page : { ...page, nextCursor: cursorAfter(list, endsAt) };
  }
}
