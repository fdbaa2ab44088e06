import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

import { refresh } from "@/features/process/api";
import { uploadWatched } from "@/lib/http";
import { Unreachable } from "@/lib/refusal";

/** Files on their way to a deliverable. They stay in the phone until the server has said that it has them. */
export interface Outgoing {
  id: number;
  journeyId: number;
  deliverable: string;
  label: string;
  files: readonly File[];
  share: number;
  /** `waiting`: no network; `refused`: the server would not have it. */
  state: "sending" | "waiting" | "refused";
  error: unknown;
}

const listeners = new Set<() => void>();
let parcels: readonly Outgoing[] = [];
let last = 0;
let memory: QueryClient | null = null;

/** Send files for a deliverable; `true` when the server has them. A lost network keeps them here. */
export function handOver(
  queries: QueryClient,
  what: Pick<Outgoing, "journeyId" | "deliverable" | "label" | "files">,
): Promise<boolean> {
  memory = queries;
  const parcel: Outgoing = { ...what, id: ++last, share: 0, state: "sending", error: null };
  set([...parcels, parcel]);
  return carry(parcel);
}

/** Try once more. */
export function again(id: number): void {
  const parcel = parcels.find((one) => one.id === id);
  if (parcel === undefined || parcel.state === "sending") return;
  change(id, { state: "sending", share: 0, error: null });
  void carry(parcel);
}

/** Give up: the files are no longer kept. */
export function letGo(id: number): void {
  set(parcels.filter((one) => one.id !== id));
}

/** What is on its way, for one journey or for all. */
export function useOutgoing(journeyId?: number): readonly Outgoing[] {
  const all = useSyncExternalStore(subscribe, () => parcels);
  return journeyId === undefined ? all : all.filter((one) => one.journeyId === journeyId);
}

async function carry({ id, journeyId, deliverable, files }: Outgoing): Promise<boolean> {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  try {
    await uploadWatched(`/journeys/${journeyId}/deliverables/${deliverable}`, form, (share) => {
      change(id, { share });
    });
  } catch (error) {
    change(id, { state: error instanceof Unreachable ? "waiting" : "refused", error });
    return false;
  }
  letGo(id);
  if (memory !== null) await refresh(memory);
  return true;
}

function change(id: number, patch: Partial<Outgoing>): void {
  set(parcels.map((one) => (one.id === id ? { ...one, ...patch } : one)));
}

function set(next: readonly Outgoing[]): void {
  parcels = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("online", () => {
  for (const parcel of parcels) if (parcel.state === "waiting") again(parcel.id);
});
window.addEventListener("beforeunload", (event) => {
  if (parcels.length > 0) event.preventDefault();
});
