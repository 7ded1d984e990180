using Lamina.Soak;
using Lamina.Soak.Idle;

SoakOptions? options = args.Length > 0 ? SoakOptions.Read(args.AsSpan(1)) : null;
if (options is not null)
{
    switch (args[0])
    {
        case "idle":
            return await IdleRun.RunAsync(options);
    }
}

Console.Error.WriteLine("""
    usage: Lamina.Soak idle  [--members N] [--seconds N] [--settle N]   what a daemon with quiet neighbours costs
    """);
return 2;
