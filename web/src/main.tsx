import './app/tokens.css'
import './app/base.css'
import './ui/ui.css'
import './app/print.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/App.tsx'
import { applyTheme, storedTheme } from './app/theme.ts'
import { goByCalls } from './backend/connection.ts'

applyTheme(storedTheme())
goByCalls()
const root = document.getElementById('root')
if (root === null) throw new Error('The page has no place to draw in.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
