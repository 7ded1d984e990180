using Lamina.Fuzz;
using Lamina.Fuzz.Running;
using Lamina.Fuzz.Targets;

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

string[] names = [.. AllTargets.Names.Where(name => name.Contains(options.Target, StringComparison.OrdinalIgnoreCase))];
if (names.Length == 0)
{
    Console.Error.WriteLine($"no target's name contains '{options.Target}' (try: --list)");
    return 4;
}

if (options.Lists)
{
    Array.ForEach(names, Console.WriteLine);
    return 0;
}

return new LongRun(options).Run(names) ? 0 : 1;
