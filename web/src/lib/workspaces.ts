const place = "bihuan.workspaces";
const most = 8;

/** A company one has been logged in to from this browser. */
export interface Workspace {
  readonly key: string;
  readonly name: string;
}

/** The companies this browser knows, the last one first. */
export function workspacesHere(): readonly Workspace[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isWorkspace) : [];
  } catch {
    return [];
  }
}

/** Remember where one is logged in: the next log-in goes there again. */
export function rememberWorkspace({ key, name }: Workspace): void {
  const others = workspacesHere().filter((one) => one.key !== key);
  try {
    localStorage.setItem(place, JSON.stringify([{ key, name }, ...others].slice(0, most)));
  } catch {
    // A browser that keeps nothing asks for the key.
  }
}

function isWorkspace(one: unknown): one is Workspace {
  return typeof one === "object" && one !== null && "key" in one && "name" in one && typeof one.key === "string";
}
