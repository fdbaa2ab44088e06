import { ConfigProvider, type ThemeConfig } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import type { ReactNode } from "react";

import { useLang } from "@/lib/i18n";
import { ActingProvider } from "@/ui/acting";
import { deskActing } from "@/ui/desk/acting";
import { deskKit } from "@/ui/desk/kit";
import { Toasts } from "@/ui/desk/toast";
import { KitProvider } from "@/ui/kit";
import "@/ui/desk/desk.css";

// The same values as lib/tokens.css: antd computes with them, so it needs the numbers themselves.
const theme: ThemeConfig = {
  cssVar: { key: "bihuan" },
  hashed: false,
  token: {
    colorPrimary: "#1d5fd1",
    // Under the pointer darker, not lighter as the library has it: white on it must stay legible.
    colorPrimaryHover: "#174ca8",
    colorPrimaryActive: "#123f8f",
    colorErrorHover: "#85170f",
    colorErrorActive: "#6b120c",
    colorInfo: "#1d5fd1",
    colorSuccess: "#0b6b4f",
    colorWarning: "#7a4f00",
    colorError: "#a3211a",
    colorText: "#1a2130",
    colorTextSecondary: "#4a5568",
    colorTextTertiary: "#5f6b7e",
    colorTextPlaceholder: "#5f6b7e",
    colorBorder: "#c3cad6",
    colorBorderSecondary: "#dfe3ea",
    colorBgLayout: "#f6f7f9",
    borderRadius: 6,
    fontFamily: "var(--font)",
    fontSize: 14,
    motionDurationFast: "0.08s",
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.15s",
  },
};

/** Everything of the desk's kit that stands around a page: language, colours, controls, messages. */
export function DeskTheme({ children }: { children: ReactNode }) {
  const lang = useLang();
  return (
    <ConfigProvider locale={lang === "zh" ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      <KitProvider value={deskKit}>
        <ActingProvider value={deskActing}>{children}</ActingProvider>
        <Toasts />
      </KitProvider>
    </ConfigProvider>
  );
}
