"""Jupyter's own conformance tests of kernels, told what TypeScript says where they ask in a language."""

import unittest

import jupyter_kernel_test


class ListenlabKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "listenlab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('warning')"
    code_generate_error = "throw new Error('x')"
    completion_samples = [
        {"text": "conso", "matches": {"console"}},
        {"text": "Math.atan", "matches": {"atan", "atan2", "atanh"}},
    ]
    complete_code_samples = ["1", "console.log('hello, world')", "function f(x: number) {\n  return x * 2;\n}\n"]
    incomplete_code_samples = ["function f(x: number) {", "[1, 2,", "`a", "/* a"]
    invalid_code_samples = ["import = 7q", "let 1a = 2;", ")"]
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "'a' + 'b'", "result": "'ab'"},
        {"code": "[1, 2].map((x) => x * 2)", "result": "[ 2, 4 ]"},
        {"code": "await Promise.resolve(7)", "result": "7"},
    ]
    code_display_data = [
        {"code": "import { showMarkdown } from 'listenlab'; showMarkdown('*x*')", "mime": "text/markdown"},
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "console"


if __name__ == "__main__":
    unittest.main(verbosity=2)
