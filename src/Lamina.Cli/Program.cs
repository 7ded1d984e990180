using Lamina.Cli;

return await CommandLine.RunAsync(args, CliContext.ForProcess(), CancellationToken.None);
