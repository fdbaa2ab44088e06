import { useQuery } from "@tanstack/react-query";

import type { Condition } from "@/lib/conditions";
import type { Words } from "@/lib/i18n";
import { query, send, upload } from "@/lib/http";
import type { Found, Stored } from "@/ui/kit";

export interface Choice {
  key: string;
  label: Words;
  archived?: boolean;
}

/** One typed piece of an object, as the blueprint defines it. */
export interface Field {
  key: string;
  label: Words;
  type: string;
  required?: boolean;
  unit?: string | null;
  min?: number | string | null;
  max?: number | string | null;
  choices?: readonly Choice[];
  to?: string | null;
  help?: Words | null;
  default?: unknown;
  readonly?: boolean;
  sortable?: boolean;
}

export interface Section {
  label: Words;
  fields: readonly string[];
  visible_when?: Condition | null;
}

/** What a customer, a deal or a quote is. */
export interface ObjectDef {
  key: string;
  label: Words;
  plural?: Words | null;
  title: string;
  fields: readonly Field[];
  quick: readonly string[];
  form: readonly Section[];
  list_columns: readonly string[];
  icon?: string | null;
  can: Readonly<Record<string, boolean>>;
}

export function useObjects() {
  return useQuery({
    queryKey: ["objects"],
    queryFn: async () => (await send<{ items: ObjectDef[] }>("GET", "/objects")).items,
    staleTime: 5 * 60_000,
  });
}

/** One object by key; undefined while it is coming or when there is none. */
export function useObject(key: string): ObjectDef | undefined {
  return useObjects().data?.find((object) => object.key === key);
}

/** Put a file at the server; it belongs to its sender until a record names it. */
export async function store(file: File): Promise<Stored> {
  const form = new FormData();
  form.set("file", file);
  return upload<Stored>("/files", form);
}

/** Where a stored file is; `inline` to look at a picture or a PDF, in one of the sizes pictures come in. */
export function fileUrl(id: number, look?: { size?: 160 | 480 | 960 | 1920 }): string {
  return `/api/files/${id}${look === undefined ? "" : query({ inline: 1, size: look.size })}`;
}

/** Records of an object whose words, pinyin or initials fit the text, for a lookup. */
export async function findRecords(object: string, text: string): Promise<readonly Found[]> {
  const answer = await send<{ items: { id: number; title: string; owner?: { name: string } | null }[] }>(
    "GET",
    `/records/${object}${query({ q: text, limit: 20 })}`,
  );
  return answer.items.map((item) => ({ id: item.id, name: item.title, hint: item.owner?.name }));
}
