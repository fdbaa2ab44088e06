import { dictionary } from "@/lib/i18n";

/** The words with which one is interrupted, on phone and desk. */
export const useLiveWords = dictionary(
  {
    pushed: (title: string, count: number) => (count > 1 ? `${title}，等 ${count} 件` : title),
    look: "去看",
  },
  {
    pushed: (title, count) => (count > 1 ? `${title}, and ${count - 1} more` : title),
    look: "Look",
  },
);
