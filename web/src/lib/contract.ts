import type { components, paths } from "@/lib/api";

/** What the server says it sends and takes, as its own description has it; here only ever read. */
export type Sent<Name extends keyof components["schemas"]> = Read<components["schemas"][Name]>;

type Read<T> = T extends readonly (infer Item)[]
  ? readonly Read<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Read<T[Key]> }
    : T;

/**
 * A shape of the server with some of its parts told more closely: a text that is only ever one of these words. A part
 * that the server does not send, or of another type than it sends, is an error.
 */
export type Closer<Whole, Parts extends { [Key in keyof Parts]: Key extends keyof Whole ? Whole[Key] : never }> = Omit<
  Whole,
  keyof Parts
> &
  Readonly<Parts>;

type Verb = "get" | "post" | "patch" | "put" | "delete";

type Route<Of extends Verb> = {
  [Path in keyof paths]: paths[Path] extends Record<Of, { responses: unknown }> ? Path : never;
}[keyof paths];

type Filled<Path extends string> = Path extends `${infer Before}{${string}}${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : Path;

type Bare<Path extends string> = Path extends `/api${infer Rest}` ? Rest : never;

/** Every address of the server that answers to this verb, with anything in the places of its ids. */
export type Address<Of extends Verb> = Bare<Filled<Route<Of>>> | `${Bare<Filled<Route<Of>>>}?${string}`;
