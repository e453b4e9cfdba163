#!/usr/bin/env bash
# helm lint, helm template and kubeconform over every set of values. Tools come by Go, schemas of Kubernetes by pip, once a machine, into a cache.
#   helm/check.sh [MANIFEST]     with a manifest: only that one is judged
set -euo pipefail
cd "$(dirname "$0")"
cache=${TOCSIN_TEST_CACHE:-$HOME/.cache/tocsin}
bin=$cache/bin kubernetes=v1.34.0
mkdir -p "$bin"
tool() { [ -x "$bin/$1" ] || GOBIN=$bin go install "$2"; }
tool helm helm.sh/helm/v3/cmd/helm@v3.22.0
tool kubeconform github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
schemas=$cache/kubernetes-$kubernetes
if [ ! -d "$schemas" ]; then
  tmp=$(mktemp -d "$cache/tmp.XXXXXX"); trap 'rm -rf "$tmp"' EXIT
  python3 -m pip download -q --no-deps -d "$tmp" kubernetes-validate==1.37.0
  python3 - "$tmp"/*.whl "$tmp/out" "kubernetes_validate/kubernetes-json-schema/$kubernetes-local-strict/" <<'PY'
import json, os, sys, zipfile
wheel, out, folder = sys.argv[1:]
os.makedirs(out)
archive = zipfile.ZipFile(wheel)
for name in archive.namelist():
    if name.startswith(folder) and name.endswith('.json'):
        # The package serves them under /api/; beside each other they refer by name.
        schema = json.loads(archive.read(name).decode().replace('"/api/_definitions.json', '"_definitions.json'))
        schema.pop('$id', None)
        with open(os.path.join(out, os.path.basename(name)), 'w') as file:
            json.dump(schema, file)
PY
  mv "$tmp/out" "$schemas"
fi
conform() { "$bin/kubeconform" -strict -summary -schema-location "$schemas/{{ .ResourceKind }}{{ .KindSuffix }}.json" "$@"; }
if [ $# -gt 0 ]; then conform "$1"; exit; fi
for values in tocsin/values.yaml tocsin/ci/*.yaml; do
  echo "== $values"
  "$bin/helm" lint --strict --quiet --kube-version "$kubernetes" tocsin --values "$values"
  "$bin/helm" template watch tocsin --kube-version "$kubernetes" --namespace tocsin --values "$values" | conform -
done
