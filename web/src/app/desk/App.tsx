import { QueryClientProvider } from "@tanstack/react-query";

import { Boundary } from "@/app/desk/Boundary";
import { Routes } from "@/app/desk/Routes";
import { makeClient } from "@/app/client";
import { DeskTheme } from "@/ui/desk/theme";

const client = makeClient();

/** The desk. */
export function App() {
  return (
    <QueryClientProvider client={client}>
      <DeskTheme>
        <Boundary>
          <Routes />
        </Boundary>
      </DeskTheme>
    </QueryClientProvider>
  );
}
