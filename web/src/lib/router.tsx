import { useSyncExternalStore, type ComponentProps, type MouseEvent } from "react";

const listeners = new Set<() => void>();
let base = "";

/** Every address of this root lies below this one. What is said to `navigate` and `Link` does not name it. */
export function liveBelow(prefix: string): void {
  base = prefix;
}

/** Go to another address of this site. `replace` leaves no step back. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (replace) history.replaceState(null, "", base + to);
  else history.pushState(null, "", base + to);
  for (const listener of listeners) listener();
}

/** The address as it stands: path and search. */
export function useAddress(): { path: string; search: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [path = "", search = ""] = href.slice(base.length).split("?", 2);
  return { path: path === "" ? "/" : path, search: new URLSearchParams(search) };
}

/** Set or remove search parameters and stay on the page: what is filtered can be shared as a link. */
export function setSearch(patch: Readonly<Record<string, string | null | undefined>>): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === "") search.delete(name);
    else search.set(name, value);
  }
  const text = search.toString();
  navigate(location.pathname.slice(base.length) + (text === "" ? "" : `?${text}`), { replace: true });
}

/** The parts of a path that fits a pattern such as `/r/:object/:id`; null when it does not fit. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [i, name] of wanted.entries()) {
    const value = given[i] ?? "";
    if (name.startsWith(":")) parts[name.slice(1)] = decodeURIComponent(value);
    else if (name !== value) return null;
  }
  return parts;
}

/** A link inside the site: opens without loading the page anew, and in a new tab when asked. */
export function Link({ to, onClick, children, ...rest }: { to: string } & Omit<ComponentProps<"a">, "href">) {
  const handleClick = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={base + to} onClick={handleClick} {...rest}>
      {children}
    </a>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}
