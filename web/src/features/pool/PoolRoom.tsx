import type { Pool } from "@/features/pool/api";
import { usePoolWords } from "@/features/pool/words";
import "@/features/pool/pool.css";

type Words = ReturnType<typeof usePoolWords>;

/** What one may still claim, and what holds of what is claimed. */
export function PoolRoom({ pool }: { pool: Pool }) {
  const t = usePoolWords();
  const full = fullOf(pool, t);
  return (
    <div className="pool-room">
      {[...limitsOf(pool, t), ...timesOf(pool, t)].map((one) => (
        <span key={one}>{one}</span>
      ))}
      {full === null ? null : <strong role="note">{full}</strong>}
    </div>
  );
}

function limitsOf({ per_day: day, claimed_today: today, most, held }: Pool, { room }: Words): string[] {
  return [...(day === null ? [] : [room.today(today, day)]), ...(most === null ? [] : [room.held(held, most)])];
}

function timesOf(pool: Pool, { room }: Words): string[] {
  return [
    ...(pool.protected === null ? [] : [room.protected(pool.protected)]),
    ...(pool.return_after === null ? [] : [room.back(pool.return_after)]),
    ...(pool.cool_down === null ? [] : [room.cool(pool.cool_down)]),
  ];
}

function fullOf({ per_day: day, claimed_today: today, most, held }: Pool, { full }: Words): string | null {
  if (day !== null && today >= day) return full.today;
  return most !== null && held >= most ? full.held : null;
}
