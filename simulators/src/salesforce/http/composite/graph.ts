import { Refused } from '../answers.ts';
import { objectsIn, parseObject, textIn } from '../json.ts';
import type { SfAnswer, SfRequest, SfRoute } from '../route.ts';
import { type Node, type NodeAnswer, readNodes, runAll } from './composite.ts';
import { referencesIn } from './references.ts';
import type { Dispatch } from './subrequest.ts';

/** REST API guide, Composite Graph: graphs of a call, nodes of a call, depth and kinds of node of a graph. */
const graphsMax = 75;
const nodesMax = 500;
const depthMax = 15;
const kindsMax = 15;

/** Graphs of requests: each graph happens wholly or not at all, and none depends on another. */
export const graphRoutes = (dispatch: Dispatch): readonly SfRoute[] => [
  { method: 'POST', path: /^\/composite\/graph\/?$/, run: (request) => runGraphs(request, dispatch) },
];

function runGraphs(request: SfRequest, dispatch: Dispatch): SfAnswer {
  const graphs = objectsIn(parseObject(request.body), 'graphs').map((graph) => ({ graphId: textIn(graph, 'graphId'), nodes: readNodes(graph) }));
  const nodes = graphs.reduce((count, graph) => count + graph.nodes.length, 0);
  if (graphs.length > graphsMax) throw new Refused(400, 'LIMIT_EXCEEDED', `Limit of ${graphsMax} graphs in a request exceeded`);
  if (nodes > nodesMax) throw new Refused(400, 'LIMIT_EXCEEDED', `Limit of ${nodesMax} nodes in a request exceeded`);
  return { status: 200, json: { graphs: graphs.map((graph) => runGraph(request, dispatch, graph)) } };
}

function runGraph(request: SfRequest, dispatch: Dispatch, { graphId, nodes }: { readonly graphId: string; readonly nodes: readonly Node[] }): unknown {
  const kinds = new Set(nodes.map(({ method, url }) => `${method} ${/\/sobjects\/([^/?]+)/.exec(url)?.[1] ?? url}`));
  if (kinds.size > kindsMax) throw new Refused(400, 'LIMIT_EXCEEDED', `Limit of ${kindsMax} different nodes in graph ${graphId} exceeded`);
  const { answers, isSuccessful } = runAll(request, inOrder(graphId, nodes), dispatch);
  const compositeResponse = nodes.map(({ referenceId }) => answers.find((answer) => answer.referenceId === referenceId));
  return { graphId, graphResponse: { compositeResponse: compositeResponse satisfies readonly (NodeAnswer | undefined)[] }, isSuccessful };
}

/** Each node after those that it refers to. */
function inOrder(graphId: string, nodes: readonly Node[]): readonly Node[] {
  const byId = new Map(nodes.map((node) => [node.referenceId, node]));
  const depths = new Map<string, number>();
  const sorted: Node[] = [];
  const visit = (node: Node, path: readonly string[]): number => {
    const known = depths.get(node.referenceId);
    if (known !== undefined) return known;
    if (path.includes(node.referenceId)) throw new Refused(400, 'INVALID_INPUT', `Graph ${graphId} has a cycle at ${node.referenceId}`);
    const parents = referencesIn([node.url, node.body ?? null, node.headers]).flatMap((name) => byId.get(name) ?? []);
    const depth = 1 + Math.max(0, ...parents.map((parent) => visit(parent, [...path, node.referenceId])));
    if (depth > depthMax) throw new Refused(400, 'LIMIT_EXCEEDED', `Graph ${graphId} is deeper than ${depthMax}`);
    depths.set(node.referenceId, depth);
    sorted.push(node);
    return depth;
  };
  for (const node of nodes) visit(node, []);
  return sorted;
}
