// Command linli is the whole program: the server, the demonstration, and the tools beside them.
package main

import (
	"os"

	"linli/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
