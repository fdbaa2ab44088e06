import { useQuery } from "@tanstack/react-query";

import type { DesignWidget, Question } from "@/features/design/shapes";
import type { WidgetShown } from "@/features/reports/shapes";
import { send } from "@/lib/http";

/** All questions that a dashboard can ask. */
export function useQuestions() {
  return useQuery({
    queryKey: ["design", "questions"],
    queryFn: () => send<Question[]>("GET", "/design/questions"),
    staleTime: Infinity,
  });
}

/** How a widget of a draft would look with today's numbers; where it stands does not matter. */
export function usePreview(draft: number, widget: DesignWidget) {
  const { place: _place, ...asked } = widget;
  return useQuery({
    queryKey: ["design", "preview", draft, asked],
    queryFn: () => send<WidgetShown>("POST", `/design/drafts/${draft}/dashboards/preview`, { widget: asked }),
    placeholderData: (before) => before,
    staleTime: 60_000,
    retry: false,
  });
}
