import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { Shell } from './layout/shell.js';
import { LiveProvider } from './live/live-provider.js';
import { createDashboardQueries } from './session/query-client.js';
import { SessionGate } from './session/session-gate.js';
import { cssVariables, theme } from './theme.js';

const OverviewPage = lazy(() => import('./overview/overview-page.js'));
const IncidentsPage = lazy(() => import('./incidents/incidents-page.js'));
const IncidentPage = lazy(() => import('./incidents/incident-page.js'));
const MonitorsPage = lazy(() => import('./monitors/monitors-page.js'));
const NewMonitorPage = lazy(() => import('./monitors/new-monitor-page.js'));
const MonitorPage = lazy(() => import('./monitors/monitor-page.js'));
const TransactionPage = lazy(() => import('./transaction/transaction-page.js'));
const AddressPage = lazy(() => import('./addresses/address-page.js'));
const ChainsPage = lazy(() => import('./chains/chains-page.js'));
const CheckPage = lazy(() => import('./check/check-page.js'));
const ModelsPage = lazy(() => import('./models/models-page.js'));
const ChannelsPage = lazy(() => import('./channels/channels-page.js'));
const ChannelPage = lazy(() => import('./channels/channel-page.js'));
const AccessPage = lazy(() => import('./access/access-page.js'));
const NotFoundPage = lazy(() => import('./layout/not-found-page.js'));

export function App() {
  const [queries] = useState(createDashboardQueries);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <SessionGate>
          <LiveProvider>
            <BrowserRouter>
              <Routes>
                <Route element={<Shell />}>
                  <Route index element={<OverviewPage />} />
                  <Route path="incidents" element={<IncidentsPage />} />
                  <Route path="incidents/:id" element={<IncidentPage />} />
                  <Route path="monitors" element={<MonitorsPage />} />
                  <Route path="monitors/new" element={<NewMonitorPage />} />
                  <Route path="monitors/:id" element={<MonitorPage />} />
                  <Route path="transactions/:hash" element={<TransactionPage />} />
                  <Route path="addresses/:address" element={<AddressPage />} />
                  <Route path="chains" element={<ChainsPage />} />
                  <Route path="check" element={<CheckPage />} />
                  <Route path="models" element={<ModelsPage />} />
                  <Route path="channels" element={<ChannelsPage />} />
                  <Route path="channels/:id" element={<ChannelPage />} />
                  <Route path="access/:section?" element={<AccessPage />} />
                  <Route path="*" element={<NotFoundPage />} />
                </Route>
              </Routes>
            </BrowserRouter>
          </LiveProvider>
        </SessionGate>
      </QueryClientProvider>
    </MantineProvider>
  );
}
