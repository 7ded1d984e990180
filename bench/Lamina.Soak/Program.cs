using Lamina.Soak;
using Lamina.Soak.Churn;
using Lamina.Soak.Crowd;
using Lamina.Soak.Flood;
using Lamina.Soak.Idle;
using Lamina.Soak.Memory;

if (args is [Flooder.Command, ..])
{
    return Flooder.Run(args[1..]);
}

SoakOptions? options = args.Length > 0 ? SoakOptions.Read(args.AsSpan(1)) : null;
if (options is not null)
{
    switch (args[0])
    {
        case "idle":
            return await IdleRun.RunAsync(options);
        case "crowd":
            return await CrowdRun.RunAsync(options);
        case "churn":
            return await ChurnRun.RunAsync(options);
        case "flood":
            return await FloodRun.RunAsync(options);
        case "memory":
            return await MemoryRun.RunAsync(options);
    }
}

Console.Error.WriteLine("""
    usage: Lamina.Soak idle  [--members N] [--seconds N] [--settle N]   what a daemon with quiet neighbours costs
           Lamina.Soak crowd [--count N]                                many flows at once through daemons
           Lamina.Soak churn [--count N]                                many allocations and closes through daemons
           Lamina.Soak flood [--seconds N]                              requests of many forged sources, as fast as one thread can
           Lamina.Soak memory [--count N] [--seconds N]                 what open flows cost in memory, both ends in one process
    """);
return 2;
