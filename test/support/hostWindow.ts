/** What the suites inside an editor share: the extension, files of the workspace, and waiting for what arrives by itself. */
import * as assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe } from 'mocha';
import * as vscode from 'vscode';
import type { SpecHandle } from '../../src/core/flows/service';
import type { TestAccess } from '../../src/extension/extension';
import type { TreeNode } from '../../src/extension/views/nodes';

/** The activated extension. */
export async function access(): Promise<TestAccess> {
  const extension = vscode.extensions.getExtension<TestAccess | undefined>('tracewright.tracewright');
  const found = await extension?.activate();
  assert.ok(found, 'The extension gives tests no access.');
  return found;
}

/** Path of a workspace folder. */
export function folder(at = 0): string {
  const path = vscode.workspace.workspaceFolders?.[at]?.uri.fsPath;
  assert.ok(path);
  return path;
}

// Each suite is a bundle of its own, so that a counter alone would begin anew with each.
const suite = Date.now().toString(36);
let count = 0;

/** A name that no spec had before in this window. */
export function fresh(name: string): string {
  return `${name}-${suite}-${count}`;
}

/** The spec of the running test: each has a name of its own, so that nothing known of an earlier one stands in. */
export function specPath(root = 0): string {
  return join(folder(root), '.kiro/specs', fresh('lists')).replaceAll('\\', '/');
}

/** Path of a document of the running test's spec, relative to the workspace folder. */
export function at(name: string): string {
  return `.kiro/specs/${fresh('lists')}/${name}`;
}

/** Writes a file below a workspace folder, with its folders. */
export function put(name: string, text: string, root = folder()): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

export function bytesOf(name: string, root = folder()): Buffer {
  return readFileSync(join(root, name));
}

/** Closes every editor and takes every spec away again. */
export async function clean(): Promise<void> {
  count += 1;
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor').then(undefined, () => undefined);
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    // The folder of specs stays: editors lose sight of what is deleted and made again within milliseconds.
    const specs = join(uri.fsPath, '.kiro/specs');
    mkdirSync(specs, { recursive: true });
    for (const name of readdirSync(specs)) rmSync(join(specs, name), { recursive: true });
  }
  const { tree } = await access();
  await until(
    'the specs view to be empty',
    async () => ((await tree.provider.getChildren(undefined)) ?? []).length === 0,
  );
}

/** Waits until `holds` gives something true; fails with what was awaited. */
export async function until<T>(
  what: string,
  holds: () => T | Promise<T>,
  milliseconds = 30_000,
): Promise<Exclude<T, false | undefined>> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await holds();
    if (value) return value as Exclude<T, false | undefined>;
    if (Date.now() > end) throw new Error(`Waited ${milliseconds} ms for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Leaves the question that a command asks, once it is there, as Escape does. */
export async function untilLeft(command: Thenable<unknown>): Promise<void> {
  let left = false;
  void command.then(() => {
    left = true;
  });
  await until('the question to be left', async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    return left;
  });
}

/**
 * Changes a setting of the user's, and waits for the engine that has it: what an earlier one began would end with it, and
 * one that comes late would end what the next test begins. `undefined` takes the setting back.
 */
export async function setSetting(name: string, value: unknown): Promise<void> {
  const { app } = await access();
  const configuration = () => vscode.workspace.getConfiguration('tracewright');
  if (JSON.stringify(configuration().inspect(name)?.globalValue) === JSON.stringify(value)) return;
  let before: ReturnType<typeof app.engine> | undefined;
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    // Another engine is made some time after this, once for all changes until then.
    if (event.affectsConfiguration(`tracewright.${name}`)) before ??= app.engine();
  });
  try {
    await configuration().update(name, value, vscode.ConfigurationTarget.Global);
    const last = await until(`${name} to be set`, () => before);
    await until(`an engine with ${name}`, async () => (await app.engine()) !== last, 45_000);
  } finally {
    listening.dispose();
  }
}

/** A suite whose tests begin and end with a window that shows nothing and a workspace without specs. */
export function describeInWindow(title: string, suite: () => void): void {
  describe(title, () => {
    beforeEach(clean);
    afterEach(clean);
    suite();
  });
}

export async function handle(spec: string): Promise<SpecHandle> {
  const { app } = await access();
  const found = await (await app.engine()).specs.open(spec);
  assert.ok(found, `No spec in ${spec}.`);
  return found;
}

/** A node of the specs view as text: `label (description) [x]`. */
export async function shownAs(node: TreeNode): Promise<string> {
  const { tree } = await access();
  const item = await tree.provider.getTreeItem(node);
  const { checkboxState } = item;
  const state = typeof checkboxState === 'object' ? checkboxState.state : checkboxState;
  const box = state === undefined ? '' : state === vscode.TreeItemCheckboxState.Checked ? ' [x]' : ' [ ]';
  const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
  return `${label}${item.description ? ` (${item.description})` : ''}${box}`;
}

export async function childrenOf(node?: TreeNode): Promise<readonly TreeNode[]> {
  const { tree } = await access();
  return (await tree.provider.getChildren(node)) ?? [];
}

/** The specs view, unfolded, one line a node. */
export async function outline(node?: TreeNode, indent = ''): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const child of await childrenOf(node)) {
    lines.push(indent + (await shownAs(child)), ...(await outline(child, `${indent}  `)));
  }
  return lines;
}

export const requirements = `# Requirements Document

## Introduction

A service for lists.

## Requirements

### Requirement 1: Create a list

**User Story:** As a user, I want to create a list, so that I can collect things.

#### Acceptance Criteria

1. WHEN a user posts a title, THE Service SHALL store the list.
2. IF the title is empty, THEN THE Service SHALL answer 400.
`;

export const design = `# Design Document

## Overview

One handler.

## Architecture

One process.

## Components and Interfaces

A handler.

## Data Models

A list has a title.

## Correctness Properties

### Property 1: Stored lists are found

*For any* title, a stored list SHALL be found.

**Validates: Requirements 1.1**
`;

export const tasks = `# Implementation Plan

## Tasks

- [ ] 1. Lists
  - [ ] 1.1 Write the handler
    - _Requirements: 1.1, 1.2_
  - [ ] 1.2 Write the tests
    - _Requirements: 1.2_
- [ ] 2. Check everything
`;
